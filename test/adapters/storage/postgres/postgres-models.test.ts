import { describeStoreModels } from '../../../contracts/session-store.ts';
import { freshPostgresStores } from './contract-store.ts';

describeStoreModels('the PostgreSQL store', freshPostgresStores());
