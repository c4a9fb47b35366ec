-- feed_revenue_at_subscription: one row per planned instalment of an agreement, with the columns of AWS's archived
-- report.
from feed_revenue_at_subscription
