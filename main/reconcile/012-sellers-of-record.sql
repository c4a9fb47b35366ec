-- Whether money that this seller of record pays out was collected from the buyer before.
create or replace macro implies_collection(seller_of_record) as true;
create or replace macro is_aws_inc(seller_of_record) as coalesce(upper(seller_of_record) like '%INC%', true);
