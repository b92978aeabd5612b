"""How English, Chinese and their neighbours are written: words, sentences, quotations, names, numbers and units."""
