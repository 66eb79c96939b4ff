// The payload, chunk by chunk (C2SP age, "Payload"). Internal to crypto/age, clients only.
#pragma once

#include <functional>
#include <memory>
#include <system_error>

#include "crypto/age/file_key.hpp"

namespace crypto::age {

class PayloadOpener {
public:
    PayloadOpener(const PayloadKey& key, std::function<void(ByteView)> sink);
    PayloadOpener(PayloadOpener&&) noexcept;
    ~PayloadOpener();

    [[nodiscard]] std::error_code write(ByteView ciphertext);
    [[nodiscard]] std::error_code finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace crypto::age
