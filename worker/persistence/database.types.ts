// Generated from the migrations by `npm run types:database`. Do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      ai_providers: {
        Row: {
          api_identifier: string;
          config: Json | null;
          created_at: string;
          description: string | null;
          id: string;
          is_active: boolean;
          name: string;
          updated_at: string;
        };
        Insert: {
          api_identifier: string;
          config?: Json | null;
          created_at?: string;
          description?: string | null;
          id?: string;
          is_active?: boolean;
          name: string;
          updated_at?: string;
        };
        Update: {
          api_identifier?: string;
          config?: Json | null;
          created_at?: string;
          description?: string | null;
          id?: string;
          is_active?: boolean;
          name?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      chat_messages: {
        Row: {
          ai_provider_id: string | null;
          chat_id: string;
          content: string;
          created_at: string;
          error_code: string | null;
          finish_reason: string | null;
          id: string;
          parent_id: string | null;
          role: string;
          seq: number;
          status: string;
          system_prompt_id: string | null;
          token_usage: Json | null;
          user_id: string | null;
        };
        Insert: {
          ai_provider_id?: string | null;
          chat_id: string;
          content: string;
          created_at?: string;
          error_code?: string | null;
          finish_reason?: string | null;
          id?: string;
          parent_id?: string | null;
          role: string;
          seq?: never;
          status?: string;
          system_prompt_id?: string | null;
          token_usage?: Json | null;
          user_id?: string | null;
        };
        Update: {
          ai_provider_id?: string | null;
          chat_id?: string;
          content?: string;
          created_at?: string;
          error_code?: string | null;
          finish_reason?: string | null;
          id?: string;
          parent_id?: string | null;
          role?: string;
          seq?: never;
          status?: string;
          system_prompt_id?: string | null;
          token_usage?: Json | null;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'chat_messages_ai_provider_id_fkey';
            columns: ['ai_provider_id'];
            isOneToOne: false;
            referencedRelation: 'ai_providers';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'chat_messages_chat_id_fkey';
            columns: ['chat_id'];
            isOneToOne: false;
            referencedRelation: 'chats';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'chat_messages_follow_one_of_their_chat';
            columns: ['chat_id', 'parent_id'];
            isOneToOne: false;
            referencedRelation: 'chat_messages';
            referencedColumns: ['chat_id', 'id'];
          },
          {
            foreignKeyName: 'chat_messages_system_prompt_id_fkey';
            columns: ['system_prompt_id'];
            isOneToOne: false;
            referencedRelation: 'system_prompts';
            referencedColumns: ['id'];
          },
        ];
      };
      chats: {
        Row: {
          created_at: string;
          id: string;
          title: string | null;
          title_source: string;
          updated_at: string;
          user_id: string | null;
          visitor_id: string | null;
        };
        Insert: {
          created_at?: string;
          id?: string;
          title?: string | null;
          title_source?: string;
          updated_at?: string;
          user_id?: string | null;
          visitor_id?: string | null;
        };
        Update: {
          created_at?: string;
          id?: string;
          title?: string | null;
          title_source?: string;
          updated_at?: string;
          user_id?: string | null;
          visitor_id?: string | null;
        };
        Relationships: [];
      };
      deployment_settings: {
        Row: {
          anonymous_ip_message_limit: number;
          anonymous_message_limit: number;
          anonymous_retention_days: number;
          anonymous_window_hours: number;
          daily_budget_micro_usd: number;
          id: boolean;
          updated_at: string;
          user_daily_message_limit: number;
        };
        Insert: {
          anonymous_ip_message_limit?: number;
          anonymous_message_limit?: number;
          anonymous_retention_days?: number;
          anonymous_window_hours?: number;
          daily_budget_micro_usd?: number;
          id?: boolean;
          updated_at?: string;
          user_daily_message_limit?: number;
        };
        Update: {
          anonymous_ip_message_limit?: number;
          anonymous_message_limit?: number;
          anonymous_retention_days?: number;
          anonymous_window_hours?: number;
          daily_budget_micro_usd?: number;
          id?: boolean;
          updated_at?: string;
          user_daily_message_limit?: number;
        };
        Relationships: [];
      };
      funnel_days: {
        Row: { count: number; day: string; stage: string };
        Insert: { count: number; day: string; stage: string };
        Update: { count?: number; day?: string; stage?: string };
        Relationships: [];
      };
      limit_meetings: {
        Row: { message_id: string; met_at: string; visitor_id: string };
        Insert: { message_id: string; met_at?: string; visitor_id: string };
        Update: { message_id?: string; met_at?: string; visitor_id?: string };
        Relationships: [];
      };
      message_feedback: {
        Row: {
          comment: string | null;
          created_at: string;
          message_id: string;
          rating: string;
          updated_at: string;
          user_id: string | null;
        };
        Insert: {
          comment?: string | null;
          created_at?: string;
          message_id: string;
          rating: string;
          updated_at?: string;
          user_id?: string | null;
        };
        Update: {
          comment?: string | null;
          created_at?: string;
          message_id?: string;
          rating?: string;
          updated_at?: string;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'message_feedback_message_id_fkey';
            columns: ['message_id'];
            isOneToOne: true;
            referencedRelation: 'chat_messages';
            referencedColumns: ['id'];
          },
        ];
      };
      session_codes: {
        Row: {
          code_challenge: string;
          code_hash: string;
          created_at: string;
          expires_at: string;
          origin: string;
          session_ciphertext: string;
          used_at: string | null;
        };
        Insert: {
          code_challenge: string;
          code_hash: string;
          created_at?: string;
          expires_at?: string;
          origin: string;
          session_ciphertext: string;
          used_at?: string | null;
        };
        Update: {
          code_challenge?: string;
          code_hash?: string;
          created_at?: string;
          expires_at?: string;
          origin?: string;
          session_ciphertext?: string;
          used_at?: string | null;
        };
        Relationships: [];
      };
      system_prompts: {
        Row: {
          created_at: string;
          description: string | null;
          id: string;
          is_active: boolean;
          name: string;
          prompt_text: string;
          updated_at: string;
        };
        Insert: {
          created_at?: string;
          description?: string | null;
          id?: string;
          is_active?: boolean;
          name: string;
          prompt_text: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          description?: string | null;
          id?: string;
          is_active?: boolean;
          name?: string;
          prompt_text?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      usage: {
        Row: {
          answer_id: string;
          budget_resets_at: string;
          cache_write_tokens: number | null;
          cached_input_tokens: number | null;
          chat_id: string | null;
          cost_micro_usd: number;
          created_at: string;
          expires_at: string;
          fallback_id: string | null;
          fallback_input_tokens: number | null;
          fallback_price: Json | null;
          id: string;
          input_tokens: number;
          ip_hash: string | null;
          ip_resets_at: string | null;
          is_estimated: boolean;
          kind: string;
          message_resets_at: string | null;
          output_tokens: number;
          price: Json;
          provider_id: string;
          reserved_micro_usd: number;
          settled_at: string | null;
          state: string;
          user_id: string | null;
          user_message_id: string;
          visitor_id: string | null;
        };
        Insert: {
          answer_id: string;
          budget_resets_at: string;
          cache_write_tokens?: number | null;
          cached_input_tokens?: number | null;
          chat_id?: string | null;
          cost_micro_usd?: number;
          created_at?: string;
          expires_at: string;
          fallback_id?: string | null;
          fallback_input_tokens?: number | null;
          fallback_price?: Json | null;
          id?: string;
          input_tokens: number;
          ip_hash?: string | null;
          ip_resets_at?: string | null;
          is_estimated?: boolean;
          kind?: string;
          message_resets_at?: string | null;
          output_tokens?: number;
          price: Json;
          provider_id: string;
          reserved_micro_usd: number;
          settled_at?: string | null;
          state?: string;
          user_id?: string | null;
          user_message_id: string;
          visitor_id?: string | null;
        };
        Update: {
          answer_id?: string;
          budget_resets_at?: string;
          cache_write_tokens?: number | null;
          cached_input_tokens?: number | null;
          chat_id?: string | null;
          cost_micro_usd?: number;
          created_at?: string;
          expires_at?: string;
          fallback_id?: string | null;
          fallback_input_tokens?: number | null;
          fallback_price?: Json | null;
          id?: string;
          input_tokens?: number;
          ip_hash?: string | null;
          ip_resets_at?: string | null;
          is_estimated?: boolean;
          kind?: string;
          message_resets_at?: string | null;
          output_tokens?: number;
          price?: Json;
          provider_id?: string;
          reserved_micro_usd?: number;
          settled_at?: string | null;
          state?: string;
          user_id?: string | null;
          user_message_id?: string;
          visitor_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'usage_chat_id_fkey';
            columns: ['chat_id'];
            isOneToOne: false;
            referencedRelation: 'chats';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'usage_fallback_id_fkey';
            columns: ['fallback_id'];
            isOneToOne: false;
            referencedRelation: 'ai_providers';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'usage_provider_id_fkey';
            columns: ['provider_id'];
            isOneToOne: false;
            referencedRelation: 'ai_providers';
            referencedColumns: ['id'];
          },
        ];
      };
      usage_counters: {
        Row: { resets_at: string; scope: string; subject: string; used: number };
        Insert: { resets_at: string; scope: string; subject: string; used: number };
        Update: { resets_at?: string; scope?: string; subject?: string; used?: number };
        Relationships: [];
      };
    };
    Views: { [_ in never]: never };
    Functions: {
      anonymous_usage: { Args: { p_visitor_id: string; p_ip_hash: string }; Returns: Json };
      begin_anonymous_turn: {
        Args: {
          p_visitor_id: string;
          p_ip_hash: string;
          p_message_id: string;
          p_provider_id: string;
          p_content?: string | null;
          p_prompt_id?: string | null;
          p_chat_id?: string | null;
          p_parent_id?: string | null;
          p_regenerate?: boolean | null;
          p_title?: string | null;
          p_is_lost?: boolean | null;
        };
        Returns: Json;
      };
      begin_turn: {
        Args: {
          p_message_id: string;
          p_provider_id: string;
          p_content?: string | null;
          p_prompt_id?: string | null;
          p_chat_id?: string | null;
          p_parent_id?: string | null;
          p_regenerate?: boolean | null;
          p_title?: string | null;
          p_is_lost?: boolean | null;
        };
        Returns: Json;
      };
      checkpoint_turn: { Args: { p_answer_id: string; p_content?: string | null }; Returns: boolean };
      claim_visitor_chats: { Args: { p_user_id: string; p_visitor_id: string }; Returns: Json };
      configure_deployment: { Args: { p_settings: Json }; Returns: Json };
      finish_title: {
        Args: {
          p_title_id: string;
          p_title?: string | null;
          p_input_tokens?: number | null;
          p_output_tokens?: number | null;
          p_cached_input_tokens?: number | null;
          p_cache_write_tokens?: number | null;
        };
        Returns: Json;
      };
      finish_turn: {
        Args: {
          p_answer_id: string;
          p_status: string;
          p_content?: string | null;
          p_finish_reason?: string | null;
          p_error_code?: string | null;
          p_input_tokens?: number | null;
          p_output_tokens?: number | null;
          p_cached_input_tokens?: number | null;
          p_cache_write_tokens?: number | null;
          p_provider_id?: string | null;
          p_wants_title?: boolean | null;
          p_has_begun?: boolean | null;
          p_uncounted_reads?: number | null;
        };
        Returns: Json;
      };
      give_anonymous_feedback: {
        Args: {
          p_visitor_id: string;
          p_message_id: string;
          p_rating?: string | null;
          p_comment?: string | null;
        };
        Returns: Json;
      };
      give_feedback: {
        Args: { p_message_id: string; p_rating?: string | null; p_comment?: string | null };
        Returns: Json;
      };
      housekeep: { Args: { p_batch_max: number }; Returns: Json };
      note_limit_met: { Args: { p_visitor_id: string; p_message_id: string }; Returns: undefined };
      running_answers: { Args: { p_chat_id: string; p_visitor_id?: string | null }; Returns: Json };
      search_chats: {
        Args: {
          p_search: string;
          p_limit: number;
          p_before_updated_at?: string | null;
          p_before_id?: string | null;
        };
        Returns: { id: string; title: string; updated_at: string }[];
      };
      store_session_code: {
        Args: {
          p_code_hash: string;
          p_code_challenge: string;
          p_session_ciphertext: string;
          p_origin: string;
        };
        Returns: undefined;
      };
      take_session_code: {
        Args: { p_code_hash: string; p_code_challenge: string; p_origin: string };
        Returns: Json;
      };
    };
    Enums: { [_ in never]: never };
    CompositeTypes: { [_ in never]: never };
  };
};
