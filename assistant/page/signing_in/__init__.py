"""Signing in and out: the form and its routes, and the way by an OpenID provider."""
