"""One exact funnel from the local bases of a Region: what each hands over, how it is counted."""
