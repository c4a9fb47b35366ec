-- The entities of AWS that sell on behalf of a seller, once: a broker column holds a code, and the newest pages of the
-- dashboards a company name in its place.

-- What the spellings of one entity have in common: its letters.
create or replace macro entity_letters(entity) as regexp_replace(upper(strip_accents(entity)), '[^A-Z]', '', 'g');

-- The legacy reports hold the sales of AWS Inc. and of nobody else; its files leave the column empty (AWS's guide to
-- seller reporting of 2022). CASE looks at the letters, which takes longer, only where the plain code does not tell.
create or replace macro is_aws_inc(seller_of_record) as
  case
    when seller_of_record is null or seller_of_record in ('', 'AWS_INC') then true
    else entity_letters(seller_of_record) in ('AWSINC', 'AMAZONWEBSERVICESINC')
  end;

create or replace macro is_aws_brazil(seller_of_record) as
  case
    when seller_of_record is null or seller_of_record
      in ('AWS_INC', 'AWS_EUROPE', 'AWS_AUSTRALIA', 'AWS_JAPAN', 'AWS_KOREA')
      then false
    else entity_letters(seller_of_record) in ('AWSSBL', 'AWSBRAZIL', 'AMAZONAWSSERVICOSBRASILLTDA')
  end;

-- The entity as a person calls it; one that is not known as the file has it, and none where the file says nothing.
create or replace macro seller_of_record_name(seller_of_record) as
  case
    when seller_of_record is null then null
    when is_aws_inc(seller_of_record) then 'AWS Inc.'
    when is_aws_brazil(seller_of_record) then 'AWS Brazil'
    else case entity_letters(seller_of_record)
      when 'AWSEUROPE' then 'AWS Europe'
      when 'AWSEMEASARL' then 'AWS Europe'
      when 'AMAZONWEBSERVICESEMEASARL' then 'AWS Europe'
      when 'AWSAUSTRALIA' then 'AWS Australia'
      when 'AWSAUSTRALIAPTYLTD' then 'AWS Australia'
      when 'AWSAUSTRALIAPTYLTDAWSAUSTRALIA' then 'AWS Australia'
      when 'AWSJAPAN' then 'AWS Japan'
      when 'AWSJAPANGK' then 'AWS Japan'
      when 'AWSKOREA' then 'AWS Korea'
      else seller_of_record
    end
  end;

-- Whether money that was paid out had been collected from the buyer. AWS Brazil buys and resells: it pays between 27
-- and 60 days after the distribution invoice, whether the buyer has paid or not.
create or replace macro implies_collection(seller_of_record) as not is_aws_brazil(seller_of_record);

-- What AWS Brazil owes stands on the distribution invoice, by which it buys; the other columns are those of its buyer.
create or replace macro own_invoice(is_brazil, of_distribution, of_buyer) as
  case when is_brazil then coalesce(of_distribution, of_buyer) else of_buyer end;

-- AWS Brazil pays between day 27 and day 60 after its invoice, whether or not its buyer has paid: without a due date of
-- its own the last of these days counts, and never the day on which the buyer owes.
create or replace macro own_due_date(is_brazil, of_distribution, distributed_on, of_buyer) as
  case when is_brazil then coalesce(of_distribution, distributed_on + 60) else of_buyer end;

-- A tax that AWS withholds lowers what its sale brings, whichever sign the file prints it with; without an amount of
-- the sale it stays as the file has it.
create or replace macro withheld(tax, sale) as
  case when coalesce(sale, 0) = 0 then tax else (-sign(sale) * abs(tax))::decimal(18, 6) end;

-- The income tax (IRRF) that AWS Brazil withholds stands in the tax of the distribution that AWS is liable for. Of
-- other distributors nobody says what that column means.
create or replace macro withheld_by_brazil(is_brazil, gross, tax, refund, tax_refund) as
  case
    when is_brazil and (tax is not null or tax_refund is not null)
      then coalesce(withheld(tax, gross), 0)::decimal(28, 6) + coalesce(withheld(tax_refund, refund), 0)
  end;
