"""Signing in and out, with the form or at an OpenID provider."""
