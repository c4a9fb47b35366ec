-- ageing: one row = one currency and one age, for each of four ways to count it.
select a.basis, a.currency, a.bucket, a.keys, a.net, a.reported_net, a.bucket_order, r.as_of
from ageing as a
cross join run as r
