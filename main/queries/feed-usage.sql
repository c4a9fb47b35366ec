-- feed_usage: one row per usage record, an estimate, with the columns of AWS's usage report of June 2026.
from feed_usage
