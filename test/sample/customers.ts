import type { Random } from './random.ts'

export type Currency = 'USD' | 'EUR' | 'GBP'

export interface Product {
  readonly title: string
  readonly code: string
  readonly id: string
}

/** Who pays: an invented company with an invented AWS account. */
export interface Customer {
  readonly number: number
  readonly company: string
  readonly domain: string
  readonly account: string
  readonly country: string
  readonly state: string
  readonly city: string
  readonly postalCode: string
  readonly currency: Currency
  readonly broker: 'AWS_INC' | 'AWS_EUROPE'
  readonly product: Product
  readonly plan: 'metered' | 'annual' | 'half-yearly' | 'quarterly'
  /** First month of business, `YYYY-MM`. */
  readonly since: string
  /** Amount in cents of a usual month, or of one contract year. */
  readonly value: bigint
  readonly terms: 30 | 45 | 60
  /** Days between due date and payment, usually. */
  readonly habit: number
  /** US sales tax in basis points. */
  readonly taxRate: number
  readonly reference: string
  readonly payerReference: string
  readonly address: string
  readonly offer: string
  readonly agreement: string
}

export const seller = { name: 'Lanternfish Software Example Inc', account: '009988776655' } as const

export const products: readonly [Product, Product] = [
  { title: 'Lanternfish Observe', code: 'dz4kq7m1vw9x0rb8t2hc6y3fa', id: '6f0c1d52-7a3b-4c88-9d10-0b5a4f7c2e11' },
  {
    title: 'Lanternfish Vault for Teams, Standard',
    code: 'q8w2rt5yz7xk1cv3bn6mh9jd0',
    id: '1b9e7a40-52cd-4f6e-8a77-93d0c6e4b1f2',
  },
]

const firstWords = `Amber Birch Cobalt Dapple Ember Fable Glimmer Heron Indigo Juniper Kelp Lilac Marble Nutmeg Ochre Pebble Quartz Russet
  Saffron Thistle Umber Velvet Willow Yarrow Zephyr Acorn Bramble Clover Dune Elder Fennel Ginger Hazel Ivy Jasper Larch Mallow Nettle Orchid Poppy`
const secondWords = `Otter Kettle Lantern Pumpkin Anvil Teapot Compass Badger Umbrella Windmill Trombone Pelican Button Hammock Saddle Tortoise Bicycle
  Thimble Walrus Ladder Magpie Pretzel Canoe Puffin Spindle Waffle Marmot Cupboard Bellows Heron Narwhal Satchel Turnip Lobster Gazebo Mitten Parsnip Whistle Yak Zeppelin`
const names = zip(firstWords.split(/\s+/), secondWords.split(/\s+/))

type Place = readonly [country: string, state: string, city: string, postalCode: string, taxRate: number]
const dollarPlaces: readonly Place[] = [
  ['US', 'WA', 'Seattle', '98101', 1025],
  ['US', 'CA', 'Oakland', '94607', 0],
  ['US', 'MA', 'Boston', '02108', 0],
  ['US', 'NY', 'Albany', '12207', 800],
  ['US', 'NJ', 'Newark', '07102', 0],
  ['US', 'TX', 'Austin', '78701', 825],
  ['US', 'CO', 'Denver', '80202', 0],
  ['US', 'IL', 'Chicago', '60601', 0],
  ['US', 'GA', 'Atlanta', '30303', 0],
  ['US', 'PA', 'Scranton', '18503', 600],
  ['US', 'OR', 'Portland', '97205', 0],
  ['US', 'CT', 'Hartford', '06103', 635],
  ['CA', 'ON', 'Toronto', 'M5H 2N2', 0],
  ['CA', 'QC', 'Montréal', 'H2Y 1C6', 0],
  ['AU', 'NSW', 'Sydney', '2000', 0],
  ['BR', 'SP', 'São Paulo', '01310-100', 0],
  ['JP', '', 'Osaka', '530-0001', 0],
  ['CH', 'ZH', 'Zürich', '8001', 0],
]
const euroPlaces: readonly Place[] = [
  ['DE', 'BY', 'München', '80331', 0],
  ['FR', '', 'Orléans', '45000', 0],
  ['IE', '', 'Galway', 'H91 E2K3', 0],
  ['NL', '', 'Utrecht', '3511', 0],
  ['ES', '', 'Málaga', '29001', 0],
  ['FI', '', 'Jyväskylä', '40100', 0],
]
const poundPlaces: readonly Place[] = [
  ['GB', '', 'Leeds', 'LS1 4AP', 0],
  ['GB', '', 'Bath', 'BA1 1SU', 0],
]

/** The forty customers: thirty pay in USD through AWS Inc., six in EUR and four in GBP through AWS Europe. */
export function makeCustomers(random: Random): Customer[] {
  return Array.from({ length: 40 }, (_, index) => makeCustomer(index + 1, random))
}

function makeCustomer(number: number, random: Random): Customer {
  const currency: Currency = number <= 30 ? 'USD' : number <= 36 ? 'EUR' : 'GBP'
  const places = currency === 'USD' ? dollarPlaces : currency === 'EUR' ? euroPlaces : poundPlaces
  const [country, state, city, postalCode, taxRate] = places[(number - 1) % places.length] as Place
  const [first, second] = names[number - 1] as [string, string]
  const metered = number <= 20 || (number >= 31 && number <= 33) || (number >= 37 && number <= 38)
  const plan = metered ? 'metered' : random.pick(['annual', 'half-yearly', 'quarterly', 'quarterly'] as const)
  // Two accounts with two leading zeros, four with one: spreadsheets eat them.
  const zeros = number % 17 === 4 ? '00' : number % 9 === 2 ? '0' : ''
  return {
    number,
    company: `${first} ${second} Example ${country === 'US' ? 'Inc' : 'Ltd'}`,
    domain: `${first}${second}.example`.toLowerCase(),
    account: `${zeros}${random.code(12 - zeros.length, '123456789')}`,
    country,
    state,
    city,
    postalCode,
    currency,
    broker: currency === 'USD' ? 'AWS_INC' : 'AWS_EUROPE',
    product: metered ? products[0] : products[1],
    plan,
    since: number % 3 === 0 ? `2025-${String(random.int(7, 12)).padStart(2, '0')}` : '2025-06',
    value: metered ? BigInt(random.int(18_000, 640_000)) : BigInt(random.int(120, 960)) * 10_000n,
    terms: random.pick([30, 30, 30, 45, 60] as const),
    habit: random.int(-18, 10),
    taxRate,
    reference: random.code(13),
    payerReference: `payer-${random.code(9)}`,
    address: `addr-${random.code(8)}`,
    offer: `offer-${random.code(13)}`,
    agreement: `agmt-${random.code(22)}`,
  }
}

function zip(left: readonly string[], right: readonly string[]): [string, string][] {
  return left.map((item, index) => [item, right[index] as string])
}
