-- feed_agreements: one row per agreement, with the columns of AWS's agreement report.
from feed_agreements
