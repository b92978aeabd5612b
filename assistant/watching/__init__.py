"""Watched sources and alerts: schedule, watcher, state, and sending."""
