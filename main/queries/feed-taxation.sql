-- feed_taxation: one row per tax item, with the columns of AWS's taxation report.
from feed_taxation
