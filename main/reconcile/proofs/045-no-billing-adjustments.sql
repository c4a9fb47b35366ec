-- adjustment_refunds: the same for a book without adjustments.
create or replace table adjustment_refunds (
  subject varchar, currency varchar, expected decimal(38, 6), actual decimal(38, 6), missing varchar, note varchar
);
