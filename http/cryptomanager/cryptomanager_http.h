// http/cryptomanager/cryptomanager_http.h: the endpoints of the crypto manager (keys sheet 5, 8).
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// POST /v1/cryptomanager/encrypt
void encrypt(const Context& context, const Call& call, Reply reply);
/// POST /v1/cryptomanager/decrypt
void decrypt(const Context& context, const Call& call, Reply reply);
/// POST /v1/cryptomanager/jwtEncrypt
void jwt_encrypt(const Context& context, const Call& call, Reply reply);
/// POST /v1/cryptomanager/jwtDecrypt
void jwt_decrypt(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/encryptWithPin
void encrypt_with_pin(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/decryptWithPin
void decrypt_with_pin(const Context& context, const Call& call, Reply reply);
/// POST /v1/keymanager/generateArgon2Hash
void generate_argon2_hash(const Context& context, const Call& call, Reply reply);
}  // namespace http
