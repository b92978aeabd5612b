"""One composer for each kind of question: from a plan to an answer of cited verbatim sentences, without a model."""
