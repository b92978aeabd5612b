"""The text and metadata in the bytes of one file of each format that is not a web page."""
