"""Results as people and programs read them: tables in a terminal, a page with charts, JUnit XML."""
