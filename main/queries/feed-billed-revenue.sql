-- feed_billed_revenue: one row per line of an invoice, with the columns of AWS's billed revenue report of June 2026.
from feed_billed_revenue
