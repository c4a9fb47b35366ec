-- feed_sales_compensation: one row per charge of a buyer and date of invoice, with the columns of AWS's archived
-- report.
from feed_sales_compensation
