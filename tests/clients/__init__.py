"""Clients of others, as they are, against a server over the samples: what comes through each of them."""
