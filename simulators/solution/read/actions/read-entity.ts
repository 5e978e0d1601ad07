import type { Entity, ListItem, PrebuiltEntity } from '../../entity.ts';
import { SolutionProblem } from '../../problem.ts';
import { asMap, asTextNode, listAt, mapAt, neededText, textAt } from '../yaml-fields.ts';
import type { MapNode, YamlNode } from '../yaml-node.ts';
import { formulaAt } from './values.ts';

/** The entities that an agent has by its own, and the name under which a question's choices are known. */
export interface KnownEntities {
  entity(name: string): Entity | undefined;
  /** `cr1_agent.topic.Orders.main.question_1`, by which expressions name the choices. */
  optionSet(questionId: string): string;
}

/** Microsoft's prebuilt entities by their name in YAML. */
export const prebuilt: Readonly<Record<string, PrebuiltEntity>> = {
  StringPrebuiltEntity: 'text',
  BooleanPrebuiltEntity: 'boolean',
  NumberPrebuiltEntity: 'number',
  IntegerPrebuiltEntity: 'whole number',
  EMailPrebuiltEntity: 'email',
  EmailPrebuiltEntity: 'email',
  URLPrebuiltEntity: 'url',
  UrlPrebuiltEntity: 'url',
  PhoneNumberPrebuiltEntity: 'phone',
  ZipCodePrebuiltEntity: 'zip code',
  DatePrebuiltEntity: 'date',
  DateTimePrebuiltEntity: 'date and time',
  DateTimeNoTimeZonePrebuiltEntity: 'date and time',
  AgePrebuiltEntity: 'number',
  MoneyPrebuiltEntity: 'number',
  OrdinalPrebuiltEntity: 'number',
  PercentagePrebuiltEntity: 'number',
  SpeedPrebuiltEntity: 'number',
  TemperaturePrebuiltEntity: 'number',
  WeightPrebuiltEntity: 'number',
  CityPrebuiltEntity: 'name',
  ColorPrebuiltEntity: 'name',
  ContinentPrebuiltEntity: 'name',
  CountryOrRegionPrebuiltEntity: 'name',
  EventPrebuiltEntity: 'name',
  LanguagePrebuiltEntity: 'name',
  OrganizationPrebuiltEntity: 'name',
  PersonNamePrebuiltEntity: 'name',
  PointOfInterestPrebuiltEntity: 'name',
  StatePrebuiltEntity: 'name',
  StreetAddressPrebuiltEntity: 'name',
};

/** Both spellings of an entity, by its name or as a map with its kind, are in the schema. */
export function entityAt(map: MapNode, known: KnownEntities): Entity {
  const node = map.entries.get('entity');
  if (!node) throw new SolutionProblem(map.place, 'entity is missing');
  if (node.kind === 'scalar') return named(asTextNode(node, 'entity'), node, known);
  const given = asMap(node, 'entity');
  const kind = neededText(given, 'kind');
  switch (kind) {
    case 'EmbeddedEntity': {
      const definition = mapAt(given, 'definition');
      if (!definition) throw new SolutionProblem(given.place, 'definition is missing');
      return definedEntity(definition, known.optionSet(textAt(map, 'id') ?? ''));
    }
    case 'DynamicClosedListEntity':
      return { kind: 'rows', items: formulaAt(given, 'items') };
    case 'ClosedListEntityReference':
    case 'RegexEntityReference':
      return named(neededText(given, 'entityId'), given, known);
    default:
      return named(kind, given, known);
  }
}

function named(name: string, { place }: YamlNode, known: KnownEntities): Entity {
  const kind = Object.hasOwn(prebuilt, name) ? prebuilt[name] : undefined;
  const entity: Entity | undefined = kind ? { kind } : known.entity(name);
  if (!entity) throw new SolutionProblem(place, `the entity ${name} is not known here`);
  return entity;
}

/** A list of choices or a pattern. Throws a {@link SolutionProblem} for others. */
export function definedEntity(definition: MapNode, set: string): Entity {
  const kind = neededText(definition, 'kind');
  if (kind === 'ClosedListEntity')
    return { kind: 'list', items: listAt(definition, 'items').map(itemIn), set };
  if (kind === 'RegexEntity') return { kind: 'pattern', pattern: patternAt(definition) };
  throw new SolutionProblem(definition.place, `the entity ${kind} is not known here`);
}

function itemIn(node: YamlNode): ListItem {
  const map = asMap(node, 'a choice');
  const id = neededText(map, 'id');
  return {
    id,
    label: textAt(map, 'displayName') ?? id,
    synonyms: listAt(map, 'synonyms').map((each) => asTextNode(each, 'a synonym')),
  };
}

/** The case of letters counts unless the pattern opens with `(?i)`. */
function patternAt(definition: MapNode): RegExp {
  const source = neededText(definition, 'pattern');
  try {
    return new RegExp(source.replace(/^\(\?i\)/, ''), source.startsWith('(?i)') ? 'iu' : 'u');
  } catch {
    throw new SolutionProblem(definition.place, `the pattern ${source} is not known here`);
  }
}
