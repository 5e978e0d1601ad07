import { describeStorePromises } from '../../../contracts/session-store.ts';
import { freshPostgresStores } from './contract-store.ts';

describeStorePromises('the PostgreSQL store', freshPostgresStores());
