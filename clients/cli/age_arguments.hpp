// What `nfp age` takes from its command line: files, keys, passphrases. Whatever fails is reported here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/cli/context.hpp"
#include "clients/core/age_files/source.hpp"
#include "crypto/age/identity.hpp"
#include "crypto/age/passphrase.hpp"

namespace clients::cli {

// Reports what went wrong with `what`, a file's name. Exit status 1, as the stock tools have it for all but unknown options.
void report_age(Context& context, const std::string& what, std::error_code code);

// One command's use of files: standard input serves one purpose, and no file is read and written.
class AgeArguments {
public:
    explicit AgeArguments(Context& context) : context_(context) {}

    // At most one name; none and "-" are standard input.
    std::optional<age_files::Source> input(const std::vector<std::string>& names);
    // Of the input, for messages.
    const std::string& input_name() const noexcept { return input_name_; }
    bool is_input_typed() const;

    std::optional<std::vector<crypto::age::Recipient>> recipients(const std::vector<std::string>& keys,
                                                                  const std::vector<std::string>& files);
    std::optional<std::vector<crypto::age::Identity>> identities(const std::vector<std::string>& files);

    // False, and reported, when `output` is one of the files above.
    bool may_write(const std::string& output);

    std::optional<crypto::age::Passphrase> new_passphrase();
    // Asks when the file turns out to need it; `of` is the file's name.
    crypto::age::PassphraseSource passphrase(const std::string& of);

private:
    std::optional<age_files::Source> source(const std::string& name);
    std::optional<crypto::SecretBytes> key_file(const std::string& name);

    Context& context_;
    std::string input_name_;
    std::vector<std::string> read_;  // names of the files, without standard input
    bool is_standard_input_taken_ = false, is_input_standard_ = false;
};

}  // namespace clients::cli
