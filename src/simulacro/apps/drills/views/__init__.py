"""Pages of the drills: cases, the table they are played at, and the calendar."""
