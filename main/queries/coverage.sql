-- coverage: one row = one month and one report, with what to get next.
select month, report, status, delivered, deliveries, files, rows, expected_delivery, is_needed, next_step
from coverage
