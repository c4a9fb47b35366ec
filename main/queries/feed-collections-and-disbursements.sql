-- feed_collections_and_disbursements: one row per line of an invoice and payout, with the columns of AWS's report of
-- June 2026.
from feed_collections_and_disbursements
