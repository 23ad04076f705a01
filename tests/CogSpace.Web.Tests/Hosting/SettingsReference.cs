using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CogSpace.Web.Hosting;

namespace CogSpace.Web.Tests.Hosting;

/// <summary>The settings of one section as Markdown: names, defaults, ranges, and the doc comments of the properties.</summary>
internal sealed partial class SettingsReference(Type options, string section)
{
    private readonly XDocument _docs = XDocument.Load(Path.ChangeExtension(options.Assembly.Location, ".xml"));

    public string Text()
    {
        object defaults = Activator.CreateInstance(options)!;
        var names = CheckedOptions.NamesOf(options, section).ToHashSet();
        var rows = options.GetProperties()
            .Where(property => names.Contains(property.Name))
            .Select(property => $"| {Name(property)} | {Default(property.GetValue(defaults))} | {Range(property)} | " +
                $"{GeneratedSection.Cell(Summary($"P:{options.FullName}.{property.Name}"))} |");
        return $"{Summary($"T:{options.FullName}")}\n\n| name | default | values | meaning |\n|---|---|---|---|\n" +
            string.Join('\n', rows);
    }

    private string Name(PropertyInfo property) =>
        IsList(property) ? $"`{section}__{property.Name}__0`, `__1`, ..." : $"`{section}__{property.Name}`";

    private static string Default(object? value) => value switch
    {
        null or "" => "",
        string or Enum => $"`{value}`",
        IEnumerable => "",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value}`",
    };

    private static string Range(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
            : property.PropertyType.IsEnum ? string.Join(", ", Enum.GetNames(property.PropertyType).Select(name => $"`{name}`"))
            : "";

    private static bool IsList(PropertyInfo property) =>
        property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));

    private string Summary(string member)
    {
        var summary = _docs.Descendants("member").SingleOrDefault(one => (string?)one.Attribute("name") == member)
            ?.Element("summary");
        Assert.True(summary is not null, $"{member} has no doc comment.");
        string text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{section}__{((string)see.Attribute("cref")!).Split('.')[^1]}`",
            XElement element => element.Value,
            _ => ((XText)node).Value,
        }));
        return Spaces().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
