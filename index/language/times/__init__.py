"""Days, weeks, months and years, as people write them and as a text means them."""
