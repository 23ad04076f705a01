using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CogSpace.Architecture.Tests;

/// <summary>
/// TorchSharp 0.107 does not keep a temporary Scalar alive while the library reads it, so numbers reach tensors through the
/// pipeline's Arithmetic alone. Compiled code tells which operators were used; the source does not.
/// </summary>
public sealed class ScalarTests
{
    // Between two tensors, these alone make a Scalar: the factor of the second.
    private static readonly string[] SumsOfTensors = ["op_Addition", "add", "add_"];

    // Powers with a number.
    private static readonly string[] Squares = ["square", "square_"];

    [Fact]
    public void Pipeline_HandsOverNoTemporaryNumbers()
    {
        var used = UsedMembers(SourceProject.Of("CogSpace.Pipeline").Assembly.Location).Where(MakesAScalar).ToList();
        Assert.True(used.Count == 0, $"Use CogSpace.Pipeline.Layers.Arithmetic instead of {string.Join(", ", used)}.");
    }

    [Theory]
    [InlineData("Scalar.op_Implicit(Double)", true)]
    [InlineData("Tensor.op_Addition(Tensor, Tensor)", true)]
    [InlineData("Tensor.add(Tensor)", true)]
    [InlineData("Tensor.op_Multiply(Tensor, Scalar)", true)]
    [InlineData("Tensor.op_Multiply(Tensor, Int32)", true)]
    [InlineData("Tensor.op_Multiply(Tensor, Tensor)", false)]
    [InlineData("Tensor.add(Tensor, Scalar)", false)]
    [InlineData("Tensor.square()", true)]
    [InlineData("Tensor.narrow(Int64, Int64, Int64)", false)]
    public void MakesAScalar_KnowsWhichDo(string member, bool makes) => Assert.Equal(makes, MakesAScalar(member));

    [Fact]
    public void UsedMembers_AreFound() =>
        Assert.Contains("Tensor.add(Tensor, Scalar)", UsedMembers(SourceProject.Of("CogSpace.Pipeline").Assembly.Location));

    // Type.name(types of the parameters)
    private static bool MakesAScalar(string member)
    {
        string[] words = member.Split(['.', '(', ')', ',', ' '], StringSplitOptions.RemoveEmptyEntries);
        (string type, string name, string[] parameters) = (words[0], words[1], words[2..]);
        return type == "Scalar"
            ? name == "op_Implicit"
            : type == "Tensor"
                && (
                    Squares.Contains(name)
                    || (name.StartsWith("op_", StringComparison.Ordinal) && parameters.Any(parameter => parameter != "Tensor"))
                    || (SumsOfTensors.Contains(name) && parameters.All(parameter => parameter == "Tensor"))
                );
    }

    private static List<string> UsedMembers(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MemberReferences
               let member = metadata.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference && member.GetKind() == MemberReferenceKind.Method
               let type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)
               let parameters = member.DecodeMethodSignature(new TypeNames(metadata), null).ParameterTypes
               select $"{type}.{metadata.GetString(member.Name)}({string.Join(", ", parameters)})",
        ];
    }

    // Names alone, without namespaces.
    private sealed class TypeNames(MetadataReader metadata) : ISignatureTypeProvider<string, object?>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            metadata.GetString(metadata.GetTypeReference(handle).Name);

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            metadata.GetString(metadata.GetTypeDefinition(handle).Name);

        public string GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle,
            byte rawTypeKind) => "specification";

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[]";

        public string GetByReferenceType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetGenericInstantiation(
            string genericType,
            System.Collections.Immutable.ImmutableArray<string> typeArguments
        ) => $"{genericType}<{string.Join(";", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
    }
}
