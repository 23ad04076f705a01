using System.CommandLine;

namespace CogSpace.Cli;

/// <summary>cogspace completion: a script that lets a shell complete what is typed.</summary>
internal static class CompletionCommand
{
    // The program itself knows what can follow: the shell asks it, by the directive that System.CommandLine answers.
    private const string Bash = """
        # cogspace completion for bash. To use it: source <(cogspace completion bash)
        _cogspace() {
            local words
            words=$("${COMP_WORDS[0]}" "[suggest:$((COMP_POINT - ${#COMP_WORDS[0]} - 1))]" "${COMP_LINE#* }" 2> /dev/null) || return
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
            [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default
        }
        complete -F _cogspace cogspace ./cogspace
        """;

    private static readonly Argument<string> Shell = new("shell") { Description = "bash." };

    public static Command Create()
    {
        var command = new Command("completion", """
            Writes a script that completes commands, options and model names at the Tab key.

            Example:
              source <(cogspace completion bash)
            """)
        {
            Shell,
        };
        Shell.AcceptOnlyFromAmong("bash");
        command.SetAction(_ =>
        {
            Console.WriteLine(Bash);
            return ExitCode.Done;
        });
        return command;
    }
}
