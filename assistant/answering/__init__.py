"""From a question and the paragraphs found to an answer of verbatim sentences, without a model."""
