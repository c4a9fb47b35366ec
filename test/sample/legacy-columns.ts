/** Headers of the legacy sections, as the pages of 2023 or files of 2018 have them. None is taken from the catalogue. */

export const productHeader =
  `Product,Product Code,SellerRev,AWSRefFee,SellerRevRefund,AWSRefFeeRefund,SellerRevCredit,AWSRefFeeCredit,Net Amount,Transaction Reference ID,SellerUSSalesTax,SellerUSSalesTaxRefund,Customer AWS Account Number,Customer Country,Customer State,Customer City,Customer Zip Code,Customer Email Domain,Solution Title,Solution ID,Payer Reference ID,Payer Address ID`.split(
    ',',
  )

export const geographyHeader =
  `Settlement ID,Settlement Period Start Date,Settlement Period End Date,Deposit Date,Disbursed Amount,Country Code,State or Region,City,Postal Code,Net Amount By Tax Location,Gross Amount By Tax Location,Seller U.S. Sales Tax,Seller U.S. Sales Tax Refund`.split(
    ',',
  )

export const hoursHeader =
  `Product,Product Code,Usage Type Description,Rate,User Count,Instance Hours,Solution Title,Solution ID`.split(',')

export const breakdownHeader =
  `Payer AWS Account Number,Product Code,Gross Revenue,AWS Revenue Share,Gross Refunds,AWS Refunds Share,Net Revenue,Currency,AR Period,Transaction Reference ID,Opportunity Name,Opportunity Description,Solution Title,Solution ID,Payer Reference ID,Payer Address ID,Payment Due date`.split(
    ',',
  )

export const dataHeader =
  `Customer Reference ID,Country,State,City,Zip Code,Product Title,Product Code,Customer Billed Amount,AWS Listing Fee,Refunds Amount,AWS Fee Refund,Cost,Partner Revenue Amount,Currency,Transaction Reference ID,U.S. Sales Tax Customer Billed Amount,U.S. Sales Tax Refunds Amount,Offer ID,Offer Visibility,Customer AWS Account Number,Customer Email Domain,Opportunity Name,Opportunity Description,Solution Title,Solution ID,Payer Reference ID,Payer Address ID`.split(
    ',',
  )

/** As files of 2018 had it: other order, AWS Fee, no cost and payer columns. */
export const dataHeader2018 =
  `Customer Reference ID,Country,State,City,Zip Code,Product Title,Product Code,Customer Billed Amount,AWS Fee,Refunds Amount,AWS Fee Refund,Partner Revenue Amount,Currency,Transaction Reference ID,U.S. Sales Tax Customer Billed Amount,U.S. Sales Tax Refunds Amount,Customer AWS Account Number,Customer Email Domain,Offer ID,Offer Visibility,Opportunity Name,Opportunity Description,Solution Title,Solution ID`.split(
    ',',
  )

export const subscriptionHeader =
  `Customer Reference ID,Country,State,City,Zip Code,Product Title,Product Code,Subscription Quantity,Subscription Start Date,Subscription End Date,Subscription Instance Type,Customer Billed Amount,AWS Listing Fee,Refunds Amount,AWS Fee Refund,Cost,Partner Revenue Amount,Currency,Transaction Reference ID,U.S. Sales Tax Customer Billed Amount,U.S. Sales Tax Refunds Amount,Customer AWS Account Number,Customer Email Domain,Offer ID,Offer Visibility,Contract Start Date,Contract End Date,Opportunity Name,Opportunity Description,Solution Title,Solution ID,Payer Reference ID,Payer Address ID`.split(
    ',',
  )

/** As files of 2018 had it, when all subscriptions were annual. */
export const subscriptionHeader2018 =
  `Customer Reference ID,Country,State,City,Zip Code,Product Title,Product Code,Annual Subscription Quantity,Annual Subscription Start Date,Annual Subscription End Date,Annual Subscription Instance Type,Customer Billed Amount,AWS Fee,Refunds Amount,AWS Fee Refund,Partner Revenue Amount,Currency,Transaction Reference ID,U.S. Sales Tax Customer Billed Amount,U.S. Sales Tax Refunds Amount,Customer AWS Account Number,Customer Email Domain,Offer ID,Offer Visibility,Contract Start Date,Contract End Date,Opportunity Name,Opportunity Description,Solution Title,Solution ID`.split(
    ',',
  )

export const demonstrationHeader = `Product Title,Product Code,Instance Type,Usage Units,Usage Unit Types`.split(',')

export const scheduleHeader =
  `Customer AWS Account Number,Customer Country,Customer State,Customer City,Customer ZIP Code,Customer Email Domain,User Reference ID,User AWS Account Number,Product ID,Product Title,Product Type,AWS Marketplace Offer ID,Contract Create Date,Contract Expiration Date,Total Contract Value (USD),# of Payments,Invoice Date,Invoice Amount (USD),Payer Reference ID`.split(
    ',',
  )

export const compensationHeader =
  `Customer AWS Account Number,Country,State,City,Zip Code,Email Domain,Product Code,Product Title,Gross Revenue,AWS Revenue Share,Gross Refunds,AWS Refunds Share,Net Revenue,Currency,AR Period,Transaction Reference ID,Opportunity Name,Opportunity Description,Solution Title,Solution ID,Payer Reference ID,Payer Address ID`.split(
    ',',
  )

export const taxHeader =
  `Line Item Id,Customer Bill Id,Product Name,Product Code,Product Tax Code,Seller Id,Seller Name,Transaction Date,Total Adjusted Price,Total Tax,Base Currency Code,Bill to City,Bill to State,Bill to Postal Code,Bill to Country,Transaction Type Code,Display Price Taxability Type,Tax Location Code Taxed Jurisdiction,Tax Type Code,Jurisdiction Level,Taxed Jurisdiction,Taxable Sale Amount,Nontaxable Sale Amount,Tax Amount,Tax Jurisdiction Tax Rate,Tax Calculation Reason Code,Date Used For Tax Calculation,Customer Reference Id,Transaction Reference Id,Tax Liable Party`.split(
    ',',
  )

/** As AWS's page prints it, curly apostrophes and asterisks included. */
export const usageHeader =
  `Customer Reference ID,User’s State,User’s Country,Product Title,Product Code,Instance Type,Usage Units,Usage Unit Type,Offering Description,Estimated Revenue,Currency,Offer ID,Offer Visibility,Customer AWS Account Number,*Customer Country,*Customer State,Customer City,Customer Zip Code,Customer Email Domain,Solution Title,Solution ID,Payer Reference ID,Payer Address ID`.split(
    ',',
  )

export const feesHeader =
  `Customer Reference ID,User's State,User's Country,Product Title,Product Code,Amount,Currency,Fee Description,Customer AWS Account Number,Customer Country,Customer State,Customer City,Customer Zip Code,Customer Email Domain,Start Date,End Date,Quantity,Dimension,Solution Title,Solution ID`.split(
    ',',
  )

export const trialsHeader =
  `Product Title,Product Code,New Free Trials,Total Current Free Trials,Converted Free Trials,Non-Converted Free Trials,Solution Title,Solution ID`.split(
    ',',
  )

export const instancesHeader =
  `Customer Reference ID,User's State,User's Country,Product Title,Product Code,Type,Count,Customer AWS Account Number,Customer Country,Customer State,Customer City,Customer Zip Code,Customer Email Domain,Solution Title,Solution ID`.split(
    ',',
  )

export const subscribersHeader =
  `Customer Reference ID,User's State,User's Country,Product Title,Product Code,Offer ID,Offer Visibility,Customer Country,Customer State,Customer City,Customer Zip Code,Customer Email Domain,Solution Title,Solution ID,Payer Reference ID,Payer Address ID`.split(
    ',',
  )

export const canceledHeader =
  `Customer Reference ID,User's State,User's Country,Product Title,Product Code,Subscribed Date,Customer AWS Account Number,Customer Country,Customer State,Customer City,Customer Zip Code,Customer Email Domain,Offer ID,Offer Visibility,Solution Title,Solution ID`.split(
    ',',
  )

export const hourlyHeader =
  `Customer AWS Account Number,Product Title,Product Id,Product Code,Subscription Start Date,Offer ID,Offer Visibility,Solution Title,Solution ID,Payer Reference ID,Reseller account ID,Reseller account name`.split(
    ',',
  )

export const annualHeader =
  `Customer AWS Account Number,Product Title,Product Id,Product Code,Subscription Id,Subscription Quantity,Subscription Type,Subscription Intent,Offer ID,Subscription Start Date,Previous Offer ID,Offer Visibility,Solution Title,Solution ID,Payer Reference ID,Reseller account ID,Reseller account name`.split(
    ',',
  )
