"""The REST routes of watched sources and alerts."""
