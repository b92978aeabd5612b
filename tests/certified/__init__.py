"""The certified OpenID provider of npm, in a process of its own, before which people sign in."""
