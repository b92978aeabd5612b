"""Access control: users with passwords, keys for programs, a trusted proxy, and the gate that every request passes."""
