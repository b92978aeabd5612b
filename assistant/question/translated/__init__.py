"""Questions in German, French and Spanish in English words."""
