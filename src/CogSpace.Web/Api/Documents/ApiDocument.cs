using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CogSpace.Web.Api.Documents;

/// <summary>Describes the interface in OpenAPI 3.1, from the endpoints and their types.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    /// <summary>Where such documents are had.</summary>
    public const string Root = "/openapi";

    /// <summary>Where this one is had.</summary>
    public const string Address = $"{Root}/{Name}.json";

    private const string Scheme = "bearer";

    // Texts of the document, which is in English for everybody.
    private const string Description =
        "Videos from prompts, pictures and videos. A program without a key gets a token with its first video (or, where the " +
        "host wants it so, needs a key) and sends it in the header Authorization from then on. Every failure is a problem as " +
        "RFC 9457 describes it, with a sentence in the language of Accept-Language and a word for programs in `code`";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().Any();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var about = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().Single();
            Complete(operation, about, context.Document!);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Correct(schema, context);
            return Task.CompletedTask;
        });
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo { Title = "CogSpace", Version = Name, Description = Description };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            Description = "A key of the host, or the token of an earlier answer",
        };
    }

    private static void Complete(OpenApiOperation operation, ApiOperation about, OpenApiDocument document)
    {
        operation.Security =
        [
            new OpenApiSecurityRequirement(),
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] },
        ];
        foreach (var (name, text) in about.Headers)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Description = text,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        if (about.Example is { } example && operation.RequestBody?.Content is { } content)
        {
            foreach (var body in content.Where(body => body.Key == ApiOperation.Json).Select(body => body.Value))
                body.Example = JsonNode.Parse(example);
        }
    }

    // The framework would let numbers be texts, which is not so here; and it does not know what a seed is.
    private static void Correct(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (context.JsonPropertyInfo?.CustomConverter is SeedConverter)
            schema.Type = JsonSchemaType.Integer | JsonSchemaType.String;
        else if ((type == typeof(int) || type == typeof(long) || type == typeof(double)) && schema.Type is { } types)
            (schema.Type, schema.Pattern) = (types & ~JsonSchemaType.String, null);
    }
}
