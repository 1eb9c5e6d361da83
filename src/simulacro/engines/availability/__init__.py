"""Who is at hand when: a usual week, what changes it on a date, holidays, clocks that change."""
