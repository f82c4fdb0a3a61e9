/** Parts of valibot's schemas that a configuration is described by. */
interface Part {
  readonly kind?: string;
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly wrapped?: Part;
  readonly item?: Part;
  readonly key?: Part;
  readonly value?: Part;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly options?: readonly string[];
  readonly requirement?: unknown;
  readonly description?: string;
  readonly metadata?: { readonly jsonSchema?: object };
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of what a schema of valibot takes; of tables as strict as `unknownKeys`. Throws on what it does not know. */
export function jsonSchemaOf(part: Part): JsonSchema {
  if (part.pipe !== undefined) return joined(part.pipe.map(ofStep));
  switch (part.type) {
    case "optional":
      return jsonSchemaOf(known(part.wrapped));
    case "string":
    case "boolean":
      return { type: part.type };
    case "picklist":
      return { enum: part.options };
    case "array":
      return { type: "array", items: jsonSchemaOf(known(part.item)) };
    case "record":
      return {
        type: "object",
        propertyNames: jsonSchemaOf(known(part.key)),
        additionalProperties: jsonSchemaOf(known(part.value)),
      };
    case "object":
      return ofTable(known(part.entries));
    default:
      throw new Error(`no JSON Schema for ${part.type}`);
  }
}

function ofTable(entries: Readonly<Record<string, Part>>): JsonSchema {
  const required = Object.keys(entries).filter((key) => entries[key]?.type !== "optional");
  return {
    type: "object",
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, jsonSchemaOf(entry)])),
  };
}

function ofStep(part: Part): JsonSchema {
  if (part.pipe !== undefined) return jsonSchemaOf(part);
  switch (part.type) {
    case "custom":
      return { type: "object" };
    case "description":
      return { description: part.description };
    case "regex":
      return { pattern: part.requirement instanceof RegExp ? part.requirement.source : "" };
    case "metadata":
      return { ...part.metadata?.jsonSchema };
    // What it asks for is in the metadata beside it.
    case "check":
      return {};
    default:
      return jsonSchemaOf(part);
  }
}

/** Of keywords that two steps have, the later ones go to `allOf`. */
function joined(steps: readonly JsonSchema[]): JsonSchema {
  const whole: Record<string, unknown> = {};
  const more: JsonSchema[] = [];
  for (const step of steps)
    for (const [keyword, value] of Object.entries(step))
      if (!(keyword in whole)) whole[keyword] = value;
      else if (JSON.stringify(whole[keyword]) !== JSON.stringify(value)) more.push({ [keyword]: value });
  const { description, ...rest } = whole;
  return {
    ...(description === undefined ? {} : { description }),
    ...rest,
    ...(more.length === 0 ? {} : { allOf: more }),
  };
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("a schema that lacks a part");
  return value;
}
