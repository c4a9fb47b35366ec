import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract.ts'
import type { ServiceContext } from '../service.ts'
import { crossing } from './errors.ts'

/** The contract, to be implemented procedure by procedure; whatever a handler throws crosses as an error of the contract. */
export const procedures = implement(contract)
  .$context<ServiceContext>()
  .use(async ({ context, next }) => {
    try {
      return await next()
    } catch (error) {
      throw await crossing(error, context.service)
    }
  })
