"""Who may: users with passwords, keys for programs, a trusted proxy, and the gate that every request passes.

It knows names and scopes; it knows nothing of articles or answers.
"""
