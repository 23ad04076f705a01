using System.Reflection;
using System.Runtime.CompilerServices;

namespace CogSpace.Portable.Tests.Signatures;

/// <summary>A type as C# writes it, with the namespace in front.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type) => Of(type, new Queue<string?>());

    /// <param name="type">May be a tuple.</param>
    /// <param name="attributes">Of the parameter, property or field that has this type: they know the names of a tuple's elements.</param>
    public static string Of(Type type, IEnumerable<CustomAttributeData> attributes)
    {
        var names = attributes.FirstOrDefault(a => a.AttributeType.Name == nameof(TupleElementNamesAttribute))?.ConstructorArguments[0].Value;
        return Of(type, new Queue<string?>(((IEnumerable<CustomAttributeTypedArgument>?)names ?? []).Select(name => (string?)name.Value)));
    }

    private static string Of(Type type, Queue<string?> names)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsByRef)
            return Of(type.GetElementType()!, names);
        if (type.IsPointer)
            return Of(type.GetElementType()!, names) + "*";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, names)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value, names) + "?";
        if (type is { IsGenericType: true, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(ITuple)) && type.IsValueType)
            return Tuple(type.GetGenericArguments(), names);
        return Named(type, names);
    }

    // The names of a tuple's own elements come before those of the tuples inside it.
    private static string Tuple(Type[] elements, Queue<string?> names)
    {
        var own = elements.Select(_ => names.TryDequeue(out string? name) ? name : null).ToList();
        return $"({string.Join(", ", elements.Zip(own, (element, name) => name is null ? Of(element, names) : $"{Of(element, names)} {name}"))})";
    }

    private static string Named(Type type, Queue<string?> names)
    {
        var nesting = new Stack<Type>();
        for (var part = type; part is not null; part = part.DeclaringType)
            nesting.Push(part);

        var arguments = type.GetGenericArguments();
        int used = 0;
        var parts = new List<string>();
        foreach (var part in nesting)
        {
            int own = part.GetGenericArguments().Length - used; // a nested type repeats the parameters of the one around it
            string list = own == 0 ? "" : $"<{string.Join(",", arguments.Skip(used).Take(own).Select(a => Of(a, names)))}>";
            parts.Add(part.Name.Split('`')[0] + list);
            used += own;
        }

        return $"{type.Namespace}.{string.Join(".", parts)}";
    }
}
