package com.fincloud.gateway.cli;

/** Scripts that complete the commands in a shell, for a command {@code api-gateway} that runs the jar. */
final class CompletionScript {

    private static final String BASH =
            """
            # alias api-gateway='java -jar /path/to/api-gateway.jar'
            # source <(api-gateway completion bash)
            _api_gateway() {
              local word="${COMP_WORDS[COMP_CWORD]}" command="" i
              for ((i = 1; i < COMP_CWORD; i++)); do
                case "${COMP_WORDS[i]}" in -*) ;; *) command="${COMP_WORDS[i]}"; break ;; esac
              done
              case "$command" in
                "") COMPREPLY=($(compgen -W "validate routes explain api-key completion version help --json --help --version" -- "$word")) ;;
                validate | routes) COMPREPLY=($(compgen -W "--json" -- "$word") $(compgen -f -- "$word")) ;;
                explain)
                  if [[ "$word" == -* ]]; then
                    COMPREPLY=($(compgen -W "--json --role= --key= --from= --request-id= --management=" -- "$word"))
                  elif ((COMP_CWORD == i + 1)); then
                    COMPREPLY=($(compgen -W "GET HEAD POST PUT PATCH DELETE OPTIONS" -- "$word"))
                  elif ((COMP_CWORD == i + 3)); then
                    COMPREPLY=($(compgen -d -- "$word"))
                  fi ;;
                api-key) COMPREPLY=($(compgen -W "create" -- "$word")) ;;
                completion) COMPREPLY=($(compgen -W "bash zsh" -- "$word")) ;;
              esac
            }
            complete -o filenames -F _api_gateway api-gateway
            """;

    private static final String ZSH =
            """
            # alias api-gateway='java -jar /path/to/api-gateway.jar'
            # source <(api-gateway completion zsh)   (after compinit)
            _api_gateway() {
              case $words[2] in
                validate|routes) _arguments '--json[print JSON]' '2:folder or file:_files' ;;
                explain) _arguments '--json[print JSON]' '--request-id=[a request that failed]' '--management=[URL of the management port]' '2:method:(GET HEAD POST PUT PATCH DELETE OPTIONS)' '3:path:' '4:folder:_files -/' ;;
                api-key) _arguments '2:action:(create)' ;;
                completion) _arguments '2:shell:(bash zsh)' ;;
                *) _arguments '1:command:(validate routes explain api-key completion version help)' ;;
              esac
            }
            compdef _api_gateway api-gateway
            """;

    private CompletionScript() {}

    /**
     * The script for a shell.
     *
     * @throws IllegalArgumentException if there is none
     */
    static String of(String shell) {
        return switch (shell) {
            case "bash" -> BASH;
            case "zsh" -> ZSH;
            default -> throw new IllegalArgumentException("no completion for '" + shell + "' (accepted: bash or zsh)");
        };
    }
}
