"""Speed as ratios against floors measured in the same run; run by hand, never by the suite."""
