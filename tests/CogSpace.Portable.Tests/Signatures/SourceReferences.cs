using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CogSpace.Portable.Tests.Signatures;

/// <summary>What a compiled assembly uses of the packages: every type and member that its metadata refers to.</summary>
/// <remarks>Constants, enum members and default values are copied into the assembly by the compiler and leave no reference.</remarks>
internal static class SourceReferences
{
    // Stand for the type parameters of generic code in src/; any type will do that meets their constraints, since definitions are compared.
    private static readonly Type[][] AnyTypes = [.. new[] { typeof(float), typeof(object) }.Select(type => Enumerable.Repeat(type, 8).ToArray())];

    public static IEnumerable<(OfficialPackage Package, string Line)> Of(Assembly assembly) =>
        from member in References(assembly)
        let definition = Definition(member)
        let package = OfficialPackage.Of(definition as Type ?? definition.DeclaringType!)
        where package is not null
        select (package, SignatureFormat.Line(definition));

    private static List<MemberInfo> References(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var module = assembly.ManifestModule;
        return
        [
            .. metadata.TypeReferences.Select(handle => module.ResolveType(MetadataTokens.GetToken(handle))),
            .. metadata.MemberReferences.Where(handle => !IsOfOwnGenericType(metadata, metadata.GetMemberReference(handle).Parent))
                .Select(handle => Resolve(module, MetadataTokens.GetToken(handle)))
                .Where(member => !member.DeclaringType!.IsArray),
        ];
    }

    private static MemberInfo Resolve(Module module, int token)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return module.ResolveMember(token, AnyTypes[i], AnyTypes[i])!;
            }
            catch (TypeLoadException) when (i + 1 < AnyTypes.Length)
            {
                // A constraint such as "where T : class" that this type does not meet.
            }
        }
    }

    // These are no references to a package, and their constraints may not hold for any type.
    private static bool IsOfOwnGenericType(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind != HandleKind.TypeSpecification)
            return false;
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return false;
        signature.ReadCompressedInteger(); // class or struct
        return signature.ReadTypeHandle().Kind == HandleKind.TypeDefinition;
    }

    // List<int>.Add -> List<T>.Add, and an override -> what it overrides.
    private static MemberInfo Definition(MemberInfo member)
    {
        if (member is MethodInfo method)
            member = method.GetBaseDefinition();
        return member.DeclaringType is { IsConstructedGenericType: true } type
            ? type.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(member)
            : member;
    }
}
