-- feed_disbursements: one row per charge of a buyer, payout and currency, with the columns of AWS's archived report.
from feed_disbursements
