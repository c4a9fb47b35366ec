-- The entities of AWS that sell on behalf of a seller, once: a broker column holds a code, and the newest pages of the
-- dashboards a company name in its place.

-- The code of an entity, in whichever form a file names it; null for one that is not known. Files of AWS Inc. leave the
-- column empty (`business-rules.md` section 8).
create or replace macro seller_of_record_code(seller_of_record) as
  case
    when seller_of_record is null or seller_of_record = '' then 'AWS_INC'
    when seller_of_record in ('AWS_INC', 'AWS_EUROPE', 'AWS_AUSTRALIA', 'AWS_JAPAN', 'AWS_KOREA', 'AWS_SBL') then seller_of_record
    else case regexp_replace(upper(strip_accents(seller_of_record)), '[^A-Z]', '', 'g')
      when 'AWSINC' then 'AWS_INC'
      when 'AMAZONWEBSERVICESINC' then 'AWS_INC'
      when 'AWSEUROPE' then 'AWS_EUROPE'
      when 'AWSEMEASARL' then 'AWS_EUROPE'
      when 'AMAZONWEBSERVICESEMEASARL' then 'AWS_EUROPE'
      when 'AWSAUSTRALIA' then 'AWS_AUSTRALIA'
      when 'AWSAUSTRALIAPTYLTD' then 'AWS_AUSTRALIA'
      when 'AWSAUSTRALIAPTYLTDAWSAUSTRALIA' then 'AWS_AUSTRALIA'
      when 'AWSJAPAN' then 'AWS_JAPAN'
      when 'AWSJAPANGK' then 'AWS_JAPAN'
      when 'AWSKOREA' then 'AWS_KOREA'
      when 'AWSSBL' then 'AWS_SBL'
      when 'AWSBRAZIL' then 'AWS_SBL'
      when 'AMAZONAWSSERVICOSBRASILLTDA' then 'AWS_SBL'
    end
  end;

-- The entity as a person calls it; one that is not known as the file has it, and none where the file says nothing.
create or replace macro seller_of_record_name(seller_of_record) as
  case
    when seller_of_record is null then null
    else case seller_of_record_code(seller_of_record)
      when 'AWS_INC' then 'AWS Inc.'
      when 'AWS_EUROPE' then 'AWS Europe'
      when 'AWS_AUSTRALIA' then 'AWS Australia'
      when 'AWS_JAPAN' then 'AWS Japan'
      when 'AWS_KOREA' then 'AWS Korea'
      when 'AWS_SBL' then 'AWS Brazil'
      else seller_of_record
    end
  end;

-- The legacy reports hold the sales of AWS Inc. and of nobody else.
create or replace macro is_aws_inc(seller_of_record) as
  coalesce(seller_of_record_code(seller_of_record) = 'AWS_INC', false);

create or replace macro is_aws_brazil(seller_of_record) as
  coalesce(seller_of_record_code(seller_of_record) = 'AWS_SBL', false);

-- Whether money that was paid out had been collected from the buyer. AWS Brazil buys and resells: it pays between 27 and
-- 60 days after the distribution invoice, whether the buyer has paid or not.
create or replace macro implies_collection(seller_of_record) as not is_aws_brazil(seller_of_record);

-- What AWS Brazil owes stands on the distribution invoice, by which it buys; the other columns are those of its buyer.
create or replace macro own_invoice(seller_of_record, of_distribution, of_buyer) as
  case when is_aws_brazil(seller_of_record) then coalesce(of_distribution, of_buyer) else of_buyer end;

-- A tax that AWS withholds lowers what its sale brings, whichever sign the file prints it with; without an amount of the
-- sale it stays as the file has it.
create or replace macro withheld(tax, sale) as
  case when coalesce(sale, 0) = 0 then tax else (-sign(sale) * abs(tax))::decimal(18, 6) end;

-- The income tax (IRRF) that AWS Brazil withholds stands in the tax of the distribution that AWS is liable for. Of other
-- distributors nobody says what that column means.
create or replace macro withheld_by_brazil(seller_of_record, gross, tax, refund, tax_refund) as
  case
    when is_aws_brazil(seller_of_record) and (tax is not null or tax_refund is not null)
      then coalesce(withheld(tax, gross), 0)::decimal(28, 6) + coalesce(withheld(tax_refund, refund), 0)
  end;
