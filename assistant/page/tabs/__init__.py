"""The Articles tab and the Check tab: what they show, and the addresses that they fetch from."""
